# The images of both services: `docker build --target viewer --tag framelog-viewer .`, and the same for publisher.
# Needs BuildKit, the default since Docker 23.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-17
# Ubuntu or Debian with glibc 2.35 or newer, which FFmpeg's native libraries need. Alpine has no glibc.
ARG RUNTIME_IMAGE=eclipse-temurin:17-jre

# Runs on the build machine's platform: jars are portable, and native libraries are only copied.
FROM --platform=$BUILDPLATFORM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
ARG TARGETARCH
# Maven's repository is a build cache, so a changed pom.xml downloads only what is new.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    case "$TARGETARCH" in \
      amd64) platform=linux-x86_64 ;; \
      arm64) platform=linux-arm64 ;; \
      *) echo "the platform must be linux/amd64 or linux/arm64, not linux/$TARGETARCH" >&2; exit 1 ;; \
    esac \
 && mvn -B -ntp -DskipTests -Dspotless.check.skip=true -Dprepare.skip=true -Djavacpp.platform="$platform" \
      -pl publisher,viewer -am package
# Takes the native libraries out of their jars: otherwise JavaCPP unpacks 65 MB at each start, into a folder that must
# be writable and executable. Java finds a library by its name without the version. JavaCPP unpacks OpenBLAS in any case,
# so the jars of OpenCV stay; only finding faces needs them.
WORKDIR /natives
RUN set -e; \
    for jar in /src/publisher/target/framelog-publisher/lib/*-linux-*.jar; do jar xf "$jar" org; rm "$jar"; done; \
    rm /src/viewer/target/framelog-viewer/lib/ffmpeg-*-linux-*.jar; \
    rm /src/viewer/target/framelog-viewer/lib/javacpp-*-linux-*.jar; \
    find org -type f -name '*.so*' -exec mv -t . {} +; \
    rm -r org; \
    for library in *.so.*; do ln -s "$library" "${library%%.so.*}.so"; done; \
    cp -a /natives /natives-without-devices; \
    rm /natives-without-devices/*avdevice*

FROM ${RUNTIME_IMAGE} AS runtime
# Kubernetes' runAsNonRoot needs a numeric user; Java needs a user with a name.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin framelog
LABEL org.opencontainers.image.vendor="Framelog" \
      org.opencontainers.image.licenses="Apache-2.0"

FROM runtime AS viewer
# Libraries that FFmpeg links to and that its jar lacks, as on arm64.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libdrm2 libstdc++6 libva-drm2 libva2 \
 && rm -rf /var/lib/apt/lists/*
# For clips. Without FFmpeg's camera support, which needs many desktop libraries.
COPY --from=build /natives-without-devices /opt/framelog/natives
ENV LD_LIBRARY_PATH=/opt/framelog/natives
# Fails the build if a library is missing, rather than the first clip.
RUN libraries=$(ldd /opt/framelog/natives/*.so*) \
 && case $libraries in *'not found'*) echo "$libraries" >&2; exit 1 ;; esac
COPY --from=build /src/viewer/target/framelog-viewer /opt/framelog
COPY deploy/container/health /opt/framelog/bin/
# The archive of classes fits only this Java and this folder, so it is made here.
RUN /opt/framelog/bin/prepare
# By default the viewer listens on the loopback interface, which only the container itself can reach.
ENV FRAMELOG_HOST=0.0.0.0
EXPOSE 8000
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD /opt/framelog/bin/health "$FRAMELOG_HOST" "${FRAMELOG_PORT:-8000}"
ENTRYPOINT ["/opt/framelog/bin/viewer"]
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Framelog viewer" \
      org.opencontainers.image.description="Shows video streams from Apache Kafka in browsers." \
      org.opencontainers.image.version="$VERSION"

FROM runtime AS publisher
# Libraries that FFmpeg links to: ALSA, PulseAudio and X for its camera support; DRM and VA if its jar lacks them, as on
# arm64. ALSA's package has a new name since Ubuntu 24.04 and Debian 13.
# hadolint ignore=DL3008
RUN apt-get update \
 && alsa=libasound2t64 \
 && { apt-cache show "$alsa" >/dev/null 2>&1 || alsa=libasound2; } \
 && apt-get install -y --no-install-recommends \
      "$alsa" libdrm2 libpulse0 libstdc++6 libva-drm2 libva2 libxcb-shm0 libxcb1 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /natives /opt/framelog/natives
ENV LD_LIBRARY_PATH=/opt/framelog/natives
# Fails the build if a library is missing, rather than the first camera.
RUN libraries=$(ldd /opt/framelog/natives/*.so*) \
 && case $libraries in *'not found'*) echo "$libraries" >&2; exit 1 ;; esac
COPY --from=build /src/publisher/target/framelog-publisher /opt/framelog
COPY deploy/container/health /opt/framelog/bin/
RUN /opt/framelog/bin/prepare
USER 10001:10001
ENTRYPOINT ["/opt/framelog/bin/publisher"]
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Framelog publisher" \
      org.opencontainers.image.description="Publishes a camera, file or URL as a video stream to Apache Kafka." \
      org.opencontainers.image.version="$VERSION"
