package io.framelog.viewer.timeline;

/** The span does not begin before it ends. It is an answer, not a fault: it has no stack trace. */
public final class UnusableSpanException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableSpanException(String detail) {
        super(detail, null, false, false);
    }
}
