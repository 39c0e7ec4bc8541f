package io.framelog.viewer.access;

/** The file of users cannot be used; the message says why and is shown to the operator. */
public final class UnusableUsersFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableUsersFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
