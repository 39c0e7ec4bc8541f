package io.framelog.ffmpeg;

import java.io.IOException;

/** Says that a picture is not decoded, because that would take too much memory or time. */
public final class PictureTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param reason continues "the picture is too large: " */
    PictureTooLargeException(String reason) {
        super("the picture is too large: " + reason);
    }
}
