package io.framelog.viewer.tls;

/** Says in one line what is wrong with the files of a certificate and its key, and what to do. */
public final class UnusableTlsFilesException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableTlsFilesException(String message) {
        super(message);
    }

    UnusableTlsFilesException(String message, Throwable cause) {
        super(message, cause);
    }
}
