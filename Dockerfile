# Both services' images: `docker build --target viewer --tag framelog-viewer .`, and the same with publisher. BuildKit builds them,
# which Docker has as its default from 23 on.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-17
# Ubuntu's or Debian's, with glibc 2.35 or newer: FFmpeg's natives need that. Alpine's has none.
ARG RUNTIME_IMAGE=eclipse-temurin:17-jre

# Jars are the same for every platform and natives are only copied: so this stage is never emulated.
FROM --platform=$BUILDPLATFORM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
ARG TARGETARCH
# Maven's repository is the builder's cache: a changed pom.xml fetches what is new in it. A layer would fetch everything again.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    case "$TARGETARCH" in \
      amd64) platform=linux-x86_64 ;; \
      arm64) platform=linux-arm64 ;; \
      *) echo "no FFmpeg natives for the platform '$TARGETARCH': linux/amd64 and linux/arm64 have them" >&2; exit 1 ;; \
    esac \
 && mvn -B -ntp -DskipTests -Dspotless.check.skip=true -Dprepare.skip=true -Djavacpp.platform="$platform" -pl publisher,viewer -am package
# JavaCPP would unpack 65 MB of natives at each start, into a folder that has to be writable and executable. Taken out of their jars
# they are mapped from the image instead; without a version in its name, Java finds a library by itself.
WORKDIR /natives
RUN set -e; \
    for jar in /src/publisher/target/framelog-publisher/lib/*-linux-*.jar; do jar xf "$jar" org; rm "$jar"; done; \
    rm /src/viewer/target/framelog-viewer/lib/*-linux-*.jar; \
    find org -type f -name '*.so*' -exec mv -t . {} +; \
    rm -r org; \
    for library in *.so.*; do ln -s "$library" "${library%%.so.*}.so"; done; \
    cp -a /natives /natives-without-devices; \
    rm /natives-without-devices/*avdevice*

FROM ${RUNTIME_IMAGE} AS runtime
# A number, so that Kubernetes' runAsNonRoot can tell; a name, because Java asks for its user's.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin framelog
LABEL org.opencontainers.image.vendor="Framelog" \
      org.opencontainers.image.licenses="Apache-2.0"

FROM runtime AS viewer
# What FFmpeg links to where its jar does not bring it, as on arm64.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libdrm2 libstdc++6 libva-drm2 libva2 \
 && rm -rf /var/lib/apt/lists/*
# For clips; without its cameras, which want half of a desktop.
COPY --from=build /natives-without-devices /opt/framelog/natives
ENV LD_LIBRARY_PATH=/opt/framelog/natives
# A library that is missing fails here, not at the first clip.
RUN libraries=$(ldd /opt/framelog/natives/*.so*) \
 && case $libraries in *'not found'*) echo "$libraries" >&2; exit 1 ;; esac
COPY --from=build /src/viewer/target/framelog-viewer /opt/framelog
COPY deploy/container/viewer-health /opt/framelog/bin/
# Here, since it belongs to this Java and this folder.
RUN /opt/framelog/bin/prepare
# The default, this machine alone, would be the container alone.
ENV FRAMELOG_HOST=0.0.0.0
EXPOSE 8000
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/opt/framelog/bin/viewer-health"]
ENTRYPOINT ["/opt/framelog/bin/viewer"]
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Framelog viewer" \
      org.opencontainers.image.description="Shows the video streams that lie in Apache Kafka to browsers." \
      org.opencontainers.image.version="$VERSION"

FROM runtime AS publisher
# What FFmpeg links to: ALSA, PulseAudio and X for its cameras, DRM and VA for everything where its jar does not bring them, as on
# arm64. ALSA's package has another name from Ubuntu 24.04 and Debian 13 on.
# hadolint ignore=DL3008
RUN apt-get update \
 && alsa=libasound2t64 \
 && { apt-cache show "$alsa" >/dev/null 2>&1 || alsa=libasound2; } \
 && apt-get install -y --no-install-recommends "$alsa" libdrm2 libpulse0 libstdc++6 libva-drm2 libva2 libxcb-shm0 libxcb1 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /natives /opt/framelog/natives
ENV LD_LIBRARY_PATH=/opt/framelog/natives
# A library that is missing fails here, not at the first camera.
RUN libraries=$(ldd /opt/framelog/natives/*.so*) \
 && case $libraries in *'not found'*) echo "$libraries" >&2; exit 1 ;; esac
COPY --from=build /src/publisher/target/framelog-publisher /opt/framelog
RUN /opt/framelog/bin/prepare
USER 10001:10001
ENTRYPOINT ["/opt/framelog/bin/publisher"]
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Framelog publisher" \
      org.opencontainers.image.description="Publishes a camera, file or URL as a video stream to Apache Kafka." \
      org.opencontainers.image.version="$VERSION"
