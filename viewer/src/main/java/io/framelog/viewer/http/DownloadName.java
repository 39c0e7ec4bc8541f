package io.framelog.viewer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;

/** Names of files that clients save. */
public final class DownloadName {
    /** Systems allow 255 bytes, and more text follows the stream's name. */
    private static final int MAX_BYTES = 120;

    private static final String FORBIDDEN = "/\\:*?\"<>|%";

    private DownloadName() {}

    /** A stream's name without characters that a system forbids in file names, and not longer than it allows. */
    public static String of(StreamName stream) {
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        int[] points = stream.value().codePoints().toArray();
        for (int i = 0; i < points.length && bytes < MAX_BYTES; i++) {
            // Neither a hidden file nor a folder.
            boolean leading = name.isEmpty() && (points[i] == '.' || points[i] == '-' || points[i] == ' ');
            boolean forbidden = leading || points[i] < ' ' || FORBIDDEN.indexOf(points[i]) >= 0;
            String next = forbidden ? "_" : Character.toString(points[i]);
            name.append(next);
            bytes += next.getBytes(UTF_8).length;
        }
        return name.toString();
    }

    /**
     * The value of the header Content-Disposition (RFC 6266).
     *
     * @param disposition {@code inline} or {@code attachment}
     * @param file the file's name, as from {@link #of}
     */
    public static String header(String disposition, String file) {
        String ascii = file.replaceAll("[^ -~]", "_");
        String exact = ascii.equals(file) ? "" : "; filename*=UTF-8''" + encode(file);
        return disposition + "; filename=\"" + ascii + "\"" + exact;
    }

    private static String encode(String file) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : file.getBytes(UTF_8)) {
            char at = (char) (octet & 0xFF);
            boolean plain = at < 0x80 && (Character.isLetterOrDigit(at) || "-._".indexOf(at) >= 0);
            encoded.append(plain ? String.valueOf(at) : String.format("%%%02X", (int) at));
        }
        return encoded.toString();
    }
}
