package io.framelog.viewer.clip;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files that a clip can be. */
public enum ClipKind {
    /** H.264 in MP4, which browsers play. */
    MP4("video/mp4"),
    /** The frames as they are in Matroska. */
    MKV("video/x-matroska"),
    /** The frames as files, named by their times. */
    ZIP("application/zip");

    private final String contentType;

    ClipKind(String contentType) {
        this.contentType = contentType;
    }

    /** The media type. */
    public String contentType() {
        return contentType;
    }

    /** The ending of a file's name, without the dot. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a file's name tells. */
    public static Optional<ClipKind> of(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> lower.endsWith("." + kind.ending()))
                .findFirst();
    }

    /** All endings, for messages. */
    public static String endings() {
        return Arrays.stream(values()).map(kind -> "." + kind.ending()).collect(Collectors.joining(", "));
    }
}
