package io.framelog.viewer.history;

import io.framelog.viewer.history.Moment.At;
import java.time.Instant;

/** Says that a requested time is in the future, and that the log has no frame of it. */
public final class FutureMomentException extends HistoryException {
    private static final long serialVersionUID = 1;

    FutureMomentException(At at, Instant now) {
        super(
                Reason.BAD_REQUEST,
                at.instant() + " is in the future: the viewer's time is " + now
                        + ", and the log has no frame that is so late");
    }
}
