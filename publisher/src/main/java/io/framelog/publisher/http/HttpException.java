package io.framelog.publisher.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** An address gives no pictures. The message is one sentence that names the address and the cause, and no secret. */
public final class HttpException extends IOException {
    private static final long serialVersionUID = 1;

    /** What a caller may do about it. */
    public enum Kind {
        /** Trying again may help. */
        PASSING,
        /** The server has understood the request and refuses it; asking again soon gives the same answer. */
        REFUSED,
        /** The server and this client do not understand each other; another client may. */
        MISUNDERSTOOD
    }

    private final Kind kind;

    /** @param sentence names the address and the cause, and no secret */
    public HttpException(Kind kind, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    /** One sentence. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** What a caller may do about it. */
    public Kind kind() {
        return kind;
    }

    /** Whether nothing answers at the address. */
    public boolean isAway() {
        Throwable cause = getCause();
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof UnknownHostException;
    }

    /** Puts a failed connection, of any protocol, into words. */
    static HttpException connecting(CameraAddress address, IOException cause) {
        return new HttpException(kindOf(cause), address.display() + " " + words(address, cause), cause);
    }

    private static Kind kindOf(IOException cause) {
        return cause instanceof SSLException ? Kind.MISUNDERSTOOD : Kind.PASSING;
    }

    private static String words(CameraAddress address, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "cannot be found: unknown host " + address.host() + "; check its name";
        }
        if (cause instanceof SocketTimeoutException) {
            return "does not answer: check the address, and that the camera is on";
        }
        if (cause instanceof ConnectException) {
            return "refuses the connection: nothing listens at port " + address.portOrDefault();
        }
        if (cause instanceof NoRouteToHostException) {
            return "cannot be reached: there is no way from here to this host";
        }
        if (cause instanceof SSLException) {
            return "does not speak TLS as this program does (" + cause.getMessage() + "): check whether it is http://";
        }
        if (cause instanceof ClosedByInterruptException) {
            return "was not waited for: the publisher is stopping";
        }
        return address.isSecure()
                ? "broke the connection: " + cause.getMessage()
                : "broke the connection (" + cause.getMessage() + "): check whether it must be https://";
    }
}
