package io.framelog.benchmarks.load;

/** By what a frame's age was told. */
public enum AgeSource {
    /** A comment in the JPEG, {@code WORD nanoseconds sequence}, by the wall clock: when the camera made the picture. */
    COMMENT("the camera's stamp in the JPEG"),
    /** ustreamer's {@code X-UStreamer-Grab-Time}: seconds of the monotonic clock, when the picture came from the device. */
    GRAB_TIME("X-UStreamer-Grab-Time"),
    /** {@code X-Timestamp}: seconds since the epoch; Framelog's is when the publisher captured the picture. */
    TIMESTAMP("X-Timestamp");

    private final String label;

    AgeSource(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
