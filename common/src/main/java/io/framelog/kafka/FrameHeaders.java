package io.framelog.kafka;

/** The names of a frame record's headers. Values are ASCII text; all are optional for a reader. */
final class FrameHeaders {
    /** {@code image/jpeg} or {@code image/png}: for other consumers; Framelog itself goes by the image's first bytes. */
    static final String CONTENT_TYPE = "content-type";
    /** Decimal, from 0 in a run. */
    static final String SEQ = "seq";
    /** The publisher's run. */
    static final String RUN = "run";
    /** When the frame was captured: microseconds since the epoch, finer than the record's timestamp. */
    static final String CAPTURED_US = "captured-us";
    /** When the image was ready: microseconds since the epoch. */
    static final String ENCODED_US = "encoded-us";
    /** When the frame was handed to Kafka's producer: microseconds since the epoch. */
    static final String SENT_US = "sent-us";
    /** In pixels. */
    static final String WIDTH = "width";
    /** In pixels. */
    static final String HEIGHT = "height";

    private FrameHeaders() {}
}
