package io.framelog.viewer.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a request into a WebSocket (RFC 6455, 4.2). Extensions are not agreed on: pictures are compressed already. */
public final class Handshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int UPGRADE_REQUIRED = 426;

    private Handshake() {}

    /**
     * Refuses a request that does not ask for a WebSocket.
     *
     * @throws ProblemException if it does not
     */
    public static void require(Context context) {
        boolean asked = context.method().equals(HandlerType.GET)
                && tokens(context.header("Upgrade")).contains("websocket")
                && tokens(context.header("Connection")).contains("upgrade");
        if (!asked) {
            throw upgradeRequired(
                    context,
                    "this address is a WebSocket, for ws:// or wss://; a proxy on the way has to pass on the headers"
                            + " Upgrade and Connection");
        }
        if (!VERSION.equals(context.header("Sec-WebSocket-Version"))) {
            throw upgradeRequired(context, "the version of WebSockets is " + VERSION);
        }
        if (!isKey(context.header("Sec-WebSocket-Key"))) {
            throw new ProblemException(
                    Problem.badRequest("Sec-WebSocket-Key must be " + KEY_BYTES + " bytes in base64"));
        }
    }

    private static ProblemException upgradeRequired(Context context, String detail) {
        context.header("Upgrade", "websocket").header("Sec-WebSocket-Version", VERSION);
        return new ProblemException(Problem.of(UPGRADE_REQUIRED, "Upgrade required", detail));
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Agrees, and writes the head of the answer. Frames follow.
     *
     * @param context was not refused by {@link #require}
     * @param protocol is named if the client offers it
     */
    public static void answer(Context context, String protocol) throws IOException {
        String key = String.valueOf(context.header("Sec-WebSocket-Key")).trim();
        context.status(SWITCHING_PROTOCOLS)
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Accept", accept(key));
        if (tokens(context.header("Sec-WebSocket-Protocol")).contains(protocol)) {
            context.header("Sec-WebSocket-Protocol", protocol);
        }
        context.res().flushBuffer();
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static List<String> tokens(@Nullable String header) {
        return header == null
                ? List.of()
                : Stream.of(header.split(","))
                        .map(token -> token.trim().toLowerCase(Locale.ROOT))
                        .toList();
    }
}
