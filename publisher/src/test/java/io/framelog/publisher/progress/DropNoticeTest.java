package io.framelog.publisher.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.Position;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DropNoticeTest {
    private final PublishStats stats = new PublishStats();
    private final AtomicLong nanos = new AtomicLong();
    private final DropNotice notice = new DropNotice(stats, nanos::get);

    @Test
    void saysNothingWhileFramesPass() {
        assertEquals("", notice.look());
        stats.acknowledged(10, new Position(0, 0));
        assertEquals("", notice.look());
    }

    @Test
    void saysWhyFramesAreDroppedUntilTheyPassAgain() {
        for (int frame = 0; frame < 5; frame++) {
            stats.drop(DropReason.DAMAGED, "it is cut short");
        }
        stats.acknowledged(10, new Position(0, 0));
        assertEquals("5 of 6 frames dropped: damaged (it is cut short)", notice.look());
        assertEquals("", notice.look());
    }

    @Test
    void saysTheMostFrequentReason() {
        stats.drop(DropReason.DAMAGED, "it is cut short");
        stats.drop(DropReason.OUTPACED, "");
        stats.drop(DropReason.OUTPACED, "");
        assertEquals("2 of 2 frames dropped: outpaced", notice.look());
    }
}
