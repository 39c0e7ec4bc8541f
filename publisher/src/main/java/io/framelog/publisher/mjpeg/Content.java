package io.framelog.publisher.mjpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Set;

/** What an answer holds, by its first bytes; by its media type only where they do not tell. */
enum Content {
    /** JPEGs in parts. */
    PARTS,
    /** One JPEG, or one behind the other. */
    JPEG,
    PNG,
    WEB_PAGE,
    /** It says where the video is: HLS, DASH, SDP. */
    PLAYLIST,
    OTHER;

    /** How many of the first bytes are looked at. */
    static final int BYTES = 1024;
    /** With fewer bytes, more are waited for before the media type counts. */
    static final int FEW_BYTES = 64;

    private static final Set<String> PLAYLISTS = Set.of(
            "application/vnd.apple.mpegurl",
            "application/x-mpegurl",
            "audio/mpegurl",
            "audio/x-mpegurl",
            "application/dash+xml",
            "video/vnd.mpeg.dash.mpd",
            "application/sdp");
    private static final Set<String> JPEGS = Set.of(
            "image/jpeg",
            "image/jpg",
            "image/pjpeg",
            "video/x-motion-jpeg",
            "video/x-mjpeg",
            "video/mjpeg",
            "video/jpeg");

    /**
     * Recognizes a body.
     *
     * @param data its first bytes: {@link #BYTES} if it has so many
     * @param mediaType in lower case; empty if it is not known
     */
    static Content of(byte[] data, int length, String mediaType) {
        // The characters are the bytes.
        String head = new String(data, 0, Math.min(BYTES, length), ISO_8859_1);
        String text = head.replaceFirst("^(?:\\u00EF\\u00BB\\u00BF)?[\\s\\x00]*", "");
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.startsWith("\u00FF\u00D8")) {
            return JPEG;
        }
        if (text.startsWith("\u0089PNG")) {
            return PNG;
        }
        if (text.matches("(?s)--[ -~]+\\r?\\n.*") || lower.startsWith("content-")) {
            return PARTS;
        }
        if (PLAYLISTS.contains(mediaType) || text.startsWith("#EXTM3U") || text.contains("<MPD")) {
            return PLAYLIST;
        }
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html") || mediaType.contains("html")) {
            return WEB_PAGE;
        }
        return JPEGS.contains(mediaType) ? JPEG : OTHER;
    }
}
