package io.framelog.kafka;

/** The names of a frame record's headers. Their values are ASCII text. A reader must accept records without them. */
final class FrameHeaders {
    /** {@code image/jpeg} or {@code image/png}, for other consumers. Framelog itself checks the image's first bytes. */
    static final String CONTENT_TYPE = "content-type";
    /** The frame's number in the run: decimal, from 0. */
    static final String SEQ = "seq";
    /** The publisher's run. */
    static final String RUN = "run";
    /** When the frame was captured: microseconds since the epoch, more precise than the record's timestamp. */
    static final String CAPTURED_US = "captured-us";
    /** When the image was ready: microseconds since the epoch. */
    static final String ENCODED_US = "encoded-us";
    /** When the frame was given to Kafka's producer: microseconds since the epoch. */
    static final String SENT_US = "sent-us";
    /** The image's width in pixels, turned as Exif tells. */
    static final String WIDTH = "width";
    /** The image's height in pixels, turned as Exif tells. */
    static final String HEIGHT = "height";

    private FrameHeaders() {}
}
