"""Verbs that give figures away: reports, mails, copies."""
