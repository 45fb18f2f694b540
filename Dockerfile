# docker build -t mirrorlab . && docker run --rm -p 8888:8888 mirrorlab
# For NVIDIA GPUs: docker build --build-arg DEVICE=cuda -t mirrorlab . && docker run --rm --gpus all -p 8888:8888 mirrorlab
FROM debian:bookworm-slim

# Java's installation links its manuals into a folder that slim images lack.
RUN mkdir -p /usr/share/man/man1 \
    && apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates curl fonts-dejavu-core openjdk-17-jdk-headless python3 python3-venv \
    && apt-get clean \
    && rm -rf /var/lib/apt/lists/* /usr/lib/jvm/*/jmods

# Binder gives both.
ARG NB_USER=jovyan
ARG NB_UID=1000
RUN useradd --create-home --uid "$NB_UID" "$NB_USER"
ENV HOME=/home/$NB_USER LANG=C.UTF-8
ENV PATH=$HOME/mirrorlab/build/venv/bin:$PATH
WORKDIR $HOME/mirrorlab
RUN chown "$NB_UID" .
USER $NB_USER
COPY --chown=$NB_UID . .

# The doctor uses every native library once, which unpacks it into the image; the lessons' demonstrations are made.
ARG DEVICE=cpu
RUN MIRRORLAB_DEVICE=$DEVICE ./mirrorlab doctor \
    && build/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r notebooks/requirements-hub.txt \
    && ./mirrorlab data make --profile quick -o build/data/quick \
    && rm -rf "$HOME/.m2"

EXPOSE 8888
CMD ["./mirrorlab", "lab", "--ip=0.0.0.0", "--no-browser"]
