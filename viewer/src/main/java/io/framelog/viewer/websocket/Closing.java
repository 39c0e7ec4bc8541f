package io.framelog.viewer.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Why a WebSocket is closed.
 *
 * @param code see RFC 6455, 7.4.1
 * @param reason a sentence of ASCII characters, short enough for a control frame
 */
public record Closing(int code, String reason) {
    /** The viewer ends. */
    public static final int GOING_AWAY = 1001;
    /** The client sent what is no WebSocket frame. */
    public static final int PROTOCOL_ERROR = 1002;
    /** A close frame had no code. Is never sent. */
    public static final int NO_CODE = 1005;
    /** A text is no UTF-8. */
    public static final int NOT_TEXT = 1007;
    /** The client did what it may not. */
    public static final int POLICY_VIOLATION = 1008;
    /** A message is too long. */
    public static final int TOO_LONG = 1009;

    /** The viewer cannot serve the client now. */
    public static final int TRY_LATER = 1013;

    /** The frame that tells the other side. */
    public Message frame() {
        if (code == NO_CODE) {
            return Message.control(FrameHead.CLOSE, new byte[0]);
        }
        byte[] text = reason.getBytes(UTF_8);
        byte[] body = ByteBuffer.allocate(Short.BYTES + text.length)
                .putShort((short) code)
                .put(text)
                .array();
        return Message.control(FrameHead.CLOSE, body);
    }

    /** Whether a client may send a code in its close frame. */
    static boolean isValid(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
