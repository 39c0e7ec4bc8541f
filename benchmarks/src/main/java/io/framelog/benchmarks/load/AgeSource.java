package io.framelog.benchmarks.load;

/** Where a client read when a frame was made. */
public enum AgeSource {
    /**
     * The comment {@code WORD nanoseconds sequence} in the JPEG: when the camera made the picture, by the wall clock.
     */
    COMMENT("the camera's stamp in the JPEG"),
    /** ustreamer's {@code X-UStreamer-Grab-Time}: seconds of the monotonic clock, when the device gave the picture. */
    GRAB_TIME("X-UStreamer-Grab-Time"),
    /** {@code X-Timestamp}: seconds since the epoch. Framelog's is when the publisher captured the picture. */
    TIMESTAMP("X-Timestamp");

    private final String label;

    AgeSource(String label) {
        this.label = label;
    }

    /** Its name in a report. */
    public String label() {
        return label;
    }
}
