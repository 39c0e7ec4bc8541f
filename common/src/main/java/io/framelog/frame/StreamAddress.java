package io.framelog.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of streams at a viewer: {@code /streams/NAME}, to which an ending such as {@code .mjpeg} is added.
 *
 * <p>A name is percent-encoded. Proxies decode {@code %2F} and remove {@code ..}, or refuse them. So the characters
 * {@code /}, {@code \} and {@code %} in a name, and a name of dots, are percent-encoded before that as well: {@code a/b}
 * becomes {@code a%252Fb}.
 */
public final class StreamAddress {
    private static final String UNRESERVED = "-._~";
    private static final int HEX = 16;

    private StreamAddress() {}

    /** The beginning of a stream's addresses: an absolute path of ASCII characters. */
    public static String of(StreamName stream) {
        return "/streams/" + encode(stream.value());
    }

    /** A stream's name in an address, or its name in a query. */
    public static String encode(String name) {
        boolean dots = name.equals(".") || name.equals("..");
        String protectedName = dots
                ? name.replace(".", "%2E")
                : name.replace("%", "%25").replace("/", "%2F").replace("\\", "%5C");
        StringBuilder encoded = new StringBuilder(protectedName.length());
        for (byte octet : protectedName.getBytes(UTF_8)) {
            char at = (char) (octet & 0xFF);
            boolean plain = at < 0x80 && (Character.isLetterOrDigit(at) || UNRESERVED.indexOf(at) >= 0);
            encoded.append(plain ? String.valueOf(at) : String.format("%%%02X", (int) at));
        }
        return encoded.toString();
    }

    /**
     * The names that an address may mean, the likeliest first: that of {@link #of}, or the one that a client made by
     * percent-encoding a name once.
     *
     * @param segment the part of the address that names the stream, percent-decoded once
     */
    public static List<StreamName> names(String segment) {
        Set<String> names = new LinkedHashSet<>();
        decode(segment).ifPresent(names::add);
        names.add(segment);
        return names.stream().filter(StreamName::isValid).map(StreamName::new).toList();
    }

    /** @return empty if it is not percent-encoded UTF-8 */
    private static Optional<String> decode(String text) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] octets = text.getBytes(UTF_8);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '%') {
                decoded.write(octets[i]);
                continue;
            }
            int high = i + 2 < octets.length ? Character.digit(octets[i + 1], HEX) : -1;
            int low = i + 2 < octets.length ? Character.digit(octets[i + 2], HEX) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded.write(HEX * high + low);
            i += 2;
        }
        return Optional.of(decoded.toString(UTF_8));
    }
}
