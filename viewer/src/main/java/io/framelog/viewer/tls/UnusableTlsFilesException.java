package io.framelog.viewer.tls;

/** A certificate or key file cannot be used. The message says in one line what is wrong and what to do. */
public final class UnusableTlsFilesException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableTlsFilesException(String message) {
        super(message);
    }

    UnusableTlsFilesException(String message, Throwable cause) {
        super(message, cause);
    }
}
