package io.framelog.publisher.mjpeg;

import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.http.HttpException;
import io.framelog.publisher.http.HttpException.Kind;
import io.framelog.publisher.http.Patience;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/** Says in one sentence why an address gives no pictures. For one thread. */
final class Wording {
    private final CameraAddress address;
    private final Patience patience;

    Wording(CameraAddress address, Patience patience) {
        this.address = address;
        this.patience = patience;
    }

    /** Puts a failure of reading into words. */
    HttpException explain(IOException cause) {
        if (cause instanceof HttpException known) {
            return known;
        }
        if (cause instanceof SocketTimeoutException) {
            return passing("has delivered nothing for " + patience.limit().toSeconds() + " s", cause);
        }
        return cause instanceof ClosedByInterruptException
                ? passing("was not waited for", cause)
                : passing("broke off: " + cause.getMessage(), cause);
    }

    private HttpException passing(String words, IOException cause) {
        return new HttpException(Kind.PASSING, address.display() + " " + words, cause);
    }

    HttpException noPicture() {
        return new HttpException(Kind.PASSING, address.display() + " sent an answer without a picture", null);
    }

    HttpException webPage() {
        return new HttpException(
                Kind.REFUSED,
                address.display() + " is a web page, not a video: give the address of the camera's picture or stream",
                null);
    }
}
