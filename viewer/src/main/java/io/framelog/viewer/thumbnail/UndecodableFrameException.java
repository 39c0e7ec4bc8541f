package io.framelog.viewer.thumbnail;

import io.framelog.viewer.history.HistoryException;

/** Says that a frame is not an image that can be decoded. */
public final class UndecodableFrameException extends HistoryException {
    private static final long serialVersionUID = 1;

    private final boolean lasting;

    /** @param lasting whether it will be so the next time, too */
    UndecodableFrameException(String detail, boolean lasting) {
        super(Reason.UNDECODABLE, detail + "; without width= it is sent as it is");
        this.lasting = lasting;
    }

    boolean isLasting() {
        return lasting;
    }
}
