package io.framelog.viewer.thumbnail;

import io.framelog.viewer.history.HistoryException;

/** Says that a frame is not an image that can be decoded. */
public final class UndecodableFrameException extends HistoryException {
    private static final long serialVersionUID = 1;

    UndecodableFrameException(String detail) {
        super(Reason.UNDECODABLE, detail);
    }
}
