"""Registers of people from six languages, drawn by lot: nobody is in them twice."""

import datetime as dt
import random
from collections import Counter
from typing import Any

from tests.lib.builders import client, identity_code

NAMES: dict[str, tuple[str, str]] = {
    "fi": (
        "Anna Maria Aino Helmi Liisa Eeva Kaarina Tuula Päivi Satu Johanna Minna Riitta Tiina Mari"
        " Mira Matti Juha Jari Timo Mikko Antti Pekka Heikki Jukka Kari Jouni Väinö Onni Eetu",
        "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen"
        " Lehtonen Lehtinen Saarinen Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen"
        " Kemppainen Karppinen Moilanen Huotari Leinonen Härkönen Tolonen Juntunen Oikarinen",
    ),
    "ru": (
        "Анна Ольга Елена Наталья Ирина Татьяна Светлана Юлия Мария Екатерина Людмила Галина Иван"
        " Сергей Алексей Дмитрий Андрей Александр Михаил Николай Владимир Павел Юрий Игорь Олег",
        "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов"
        " Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Щербаков"
        " Чехов Цветков Жуков Шевченко Коваленко Бондаренко",
    ),
    "ar": (
        "محمد أحمد علي حسن حسين عمر خالد يوسف إبراهيم مصطفى عبدالله سعيد كريم ياسر طارق فاطمة عائشة"
        " زينب مريم خديجة ليلى سارة نور هدى أمل رنا سلمى",
        "الحسن العلي الأحمد حداد الخطيب نجار الشامي الحلبي البغدادي الجبوري العبيدي التميمي"
        " رضایی کریمی احمدی حسینی محمدی موسوی عباسی",
    ),
    "so": (
        "Abdi Ahmed Ali Mohamed Hassan Hussein Omar Abdullahi Ibrahim Yusuf Abdirahman Mahad Liban"
        " Amina Fadumo Halima Hodan Khadra Sahra Asha Faiza Ifrah Ubah Zeynab Nasra",
        "Abdi Ahmed Ali Mohamed Hassan Hussein Omar Abdullahi Ibrahim Yusuf Warsame Farah Jama"
        " Nur Adan Elmi Hersi Osman Salad Aden Isse Dirie Duale Egal Guled",
    ),
    "vi": (
        "Lan Hoa Mai Hương Linh Thảo Trang Ngọc Hà Yến Phương Thu Hạnh Vân Nga Anh Minh Hùng Dũng"
        " Tuấn Nam Sơn Long Đức Quang Hải Khoa Phúc Bình Trung",
        "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ"
        " Hồ Ngô Dương Lý",
    ),
    "th": (
        "Somchai Somsak Suda Malee Nok Ploy Siriporn Wanida Kanya Pim Anong Ratana Supaporn Nattaya"
        " Jintana Chaiya Prasit Wichai Arthit Niran สมชาย มาลี สุดา วันดี",
        "Srisuk Saetang Chaiyasit Wongsa Boonmee Thongdee Phromma Kaewkla Suwan Intharat Chanthara"
        " Rattanakul Somboon Jaidee Meesuk ใจดี ทองดี สุขใจ บุญมี",
    ),
}

MIDDLE = {"so": NAMES["so"][1], "vi": "Thị Thị Thị Văn Văn Văn Thanh Kim"}
"""Words between the first and the last: a father's name, or one that tells women from men."""


def _name(chance: random.Random, language: str) -> str:
    given, family = (chance.choice(names.split()) for names in NAMES[language])
    if language in MIDDLE:
        middle = chance.choice(MIDDLE[language].split())
        words = (family, middle, given) if language == "vi" else (given, middle, family)
        return " ".join(words)
    if language == "ru":
        return f"{family}{'а' if given[-1] in 'ая' and family.endswith('в') else ''} {given}"
    return f"{given} {family}"


def drawn(persons: int, seed: int) -> list[dict[str, Any]]:
    """Clients of six languages: names of their own, days of birth of 1960–2005.

    Of Somali and Arabic speakers a fifth is born on 1 January, as those are whose day is not known.
    No name and day are drawn twice; one in four is known by an identity code.
    """
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    met: set[tuple[str, dt.date]] = set()
    codes: Counter[str] = Counter()
    while len(rows) < persons:
        language = chance.choice(sorted(NAMES))
        born = dt.date(1960, 1, 1) + dt.timedelta(days=chance.randrange(45 * 365))
        if language in ("so", "ar") and chance.random() < 0.2:
            born = born.replace(month=1, day=1)
        name = _name(chance, language)
        if (" ".join(sorted(name.split())), born) in met:
            continue
        met.add((" ".join(sorted(name.split())), born))
        known = {"birth_date": f"{born.day}.{born.month}.{born.year}"}
        if chance.random() < 0.25:
            sign = "A" if born.year >= 2000 else "-"
            day = f"{born:%d%m%y}"
            known = {"identity_code": identity_code(day, sign, 900 + codes[day] % 100)}
            codes[day] += 1
        rows.append(client(f"K{len(rows) + 1}", name=name, **known))
    return rows
