package io.framelog.viewer.timeline;

import io.framelog.viewer.history.HistoryException;

/** Says that a time span does not begin before it ends. */
public final class UnusableSpanException extends HistoryException {
    private static final long serialVersionUID = 1;

    UnusableSpanException(String detail) {
        super(Reason.BAD_REQUEST, detail);
    }
}
