package io.framelog.viewer.timeline;

import java.util.List;

/** What is known of a stream's frames in one partition or more, by bucket. */
interface PartitionFrames {
    /** How many frames a bucket has. */
    long frames(int bucket);

    /** How many bytes the images of a bucket have. */
    long bytes(int bucket);

    /** Whether the numbers of frames are exact. */
    boolean isExact();

    /** Whether the numbers of bytes are exact: every frame was read. */
    boolean isMeasured();

    /** The usual time between two of the stream's frames, in milliseconds; 0 if not known. */
    long spacingMillis();

    /**
     * When the stream was silent in this partition, in order. A silence in doubt is left out.
     *
     * @param least shorter silences may be missing, in milliseconds
     */
    List<Span> silences(long least, Deadline deadline);
}
