package io.framelog.viewer.review;

import java.time.Duration;

/**
 * When the reading of a page ends although there are more events. A page is read for at least one block.
 *
 * @param work no other block is begun after this time
 * @param records no other block is begun after this many records
 * @param bytes the page's events together are not longer, unless it is only one
 */
record PageLimits(Duration work, long records, long bytes) {
    /** An answer within a second, and of a size that browsers take at once. */
    static final PageLimits DEFAULT = new PageLimits(Duration.ofMillis(800), 20_000, 4L << 20);
}
