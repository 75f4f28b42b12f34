# A server for readers: figures only, made by `mittaristo share`, mounted at /data and never written.
#   docker build -t mittaristo .
#   docker run --read-only --tmpfs /tmp -v /srv/mittaristo:/data:ro -p 127.0.0.1:8501:8501 \
#     --env-file deploy/production.env -e MITTARISTO_DATA=/data -e OPEN_AS=mittaristo.example.fi \
#     mittaristo
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt \
    && useradd --system --no-create-home reader
COPY dashboard.py .
COPY .streamlit .streamlit
COPY pages pages
COPY queries queries
COPY docs docs
COPY mittaristo mittaristo
RUN python -m compileall -q mittaristo pages
USER reader
ENV MITTARISTO_DATA=/data MITTARISTO_ROLE=everyone OPEN_AS=localhost HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/ready').read()"]
CMD ["sh", "-c", "exec python -m streamlit run dashboard.py --server.address 0.0.0.0 \
    --server.port 8501 --server.headless true --browser.serverAddress $OPEN_AS"]
