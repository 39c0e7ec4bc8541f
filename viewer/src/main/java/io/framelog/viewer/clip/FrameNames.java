package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import io.framelog.viewer.http.DownloadName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * File names of stream and time, such as {@code front-2026-11-21T09.30.00.123456Z}, without characters that a system
 * forbids.
 */
public final class FrameNames {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH.mm.ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FrameNames() {}

    /** The name of a frame, without extension. */
    static String ofFrame(StreamName stream, long micros) {
        return DownloadName.of(stream) + "-" + MICROS.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** The name of a clip, by the time of its first frame. */
    public static String ofClip(StreamName stream, long micros, ClipKind kind) {
        return DownloadName.of(stream) + "-" + SECONDS.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)) + "."
                + kind.ending();
    }
}
