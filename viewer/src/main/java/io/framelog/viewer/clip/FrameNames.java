package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Names of files by stream and time, such as {@code front-2026-11-21T09.30.00.123456Z}: no system refuses a dot. */
public final class FrameNames {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH.mm.ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FrameNames() {}

    /** A frame's, without an ending. */
    static String ofFrame(StreamName stream, long micros) {
        return stream + "-" + MICROS.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** A clip's, by the time of its first frame. */
    public static String ofClip(StreamName stream, long micros, ClipKind kind) {
        return stream + "-" + SECONDS.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)) + "." + kind.ending();
    }
}
