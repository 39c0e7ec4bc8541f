package io.framelog.viewer.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A name and a password (RFC 7617). */
record Credentials(String name, String password) {
    private static final String BASIC = "Basic ";

    /** The request's; empty if it has none, or none that can be read. */
    static Optional<Credentials> of(Context context) {
        return parse(context.header("Authorization"));
    }

    /** @param header Authorization; null if the request has none */
    static Optional<Credentials> parse(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String text = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) { // is not Base64
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return name; // never the password
    }
}
