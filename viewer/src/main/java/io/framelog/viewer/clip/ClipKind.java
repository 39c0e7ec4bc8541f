package io.framelog.viewer.clip;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file formats of clips. */
public enum ClipKind {
    /** H.264 in MP4, which browsers play. */
    MP4("video/mp4"),
    /** The original frames in Matroska. */
    MKV("video/x-matroska"),
    /** The original frames as files, named after their times. */
    ZIP("application/zip");

    private final String contentType;

    ClipKind(String contentType) {
        this.contentType = contentType;
    }

    /** The media type. */
    public String contentType() {
        return contentType;
    }

    /** The extension of a file's name, without the dot. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind by a file's name. */
    public static Optional<ClipKind> of(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> lower.endsWith("." + kind.ending()))
                .findFirst();
    }

    /** All extensions, for messages. */
    public static String endings() {
        return Arrays.stream(values()).map(kind -> "." + kind.ending()).collect(Collectors.joining(", "));
    }
}
