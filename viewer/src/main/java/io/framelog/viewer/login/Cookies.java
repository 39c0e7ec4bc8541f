package io.framelog.viewer.login;

import io.framelog.viewer.http.ClientAddress;
import io.javalin.http.Context;
import java.time.Duration;

/**
 * The viewer's cookies. Scripts cannot read them, and requests from other websites do not have them. They have no path,
 * so they belong to the folder that a browser sees, which is not the viewer's own behind some proxies.
 */
final class Cookies {
    /** The session of a user. */
    static final String SESSION = "framelog_session";
    /** The share link that was opened last. */
    static final String SHARE = "framelog_share";

    private final ClientAddress addresses;

    Cookies(ClientAddress addresses) {
        this.addresses = addresses;
    }

    void set(Context context, String name, String value, Duration lifetime) {
        context.res()
                .addHeader(
                        "Set-Cookie",
                        name + "=" + value + "; Max-Age=" + lifetime.toSeconds() + "; HttpOnly; SameSite=Lax"
                                + (addresses.isSecure(context) ? "; Secure" : ""));
    }

    void clear(Context context, String name) {
        set(context, name, "", Duration.ZERO);
    }
}
