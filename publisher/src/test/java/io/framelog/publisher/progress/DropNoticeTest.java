package io.framelog.publisher.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DropNoticeTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final DropNotice notice = new DropNotice(now::get);

    @Test
    void tellsTheFirstDropAtOnce() {
        assertEquals(
                Optional.of("frames are dropped: damaged (arithmetic coding)"),
                notice.dropped(DropReason.DAMAGED, "arithmetic coding"));
    }

    @Test
    void tellsASumOnceAMinuteWhileItGoesOn() {
        var unused = notice.dropped(DropReason.OUTPACED, "");
        for (int frame = 0; frame < 29; frame++) {
            now.addAndGet(DropNotice.PERIOD.toNanos() / 30);
            assertEquals(Optional.empty(), notice.dropped(DropReason.OUTPACED, ""));
        }
        now.addAndGet(DropNotice.PERIOD.toNanos() / 30);
        assertEquals(
                Optional.of("frames are still dropped, 30 more: outpaced"), notice.dropped(DropReason.OUTPACED, ""));
        assertEquals(Optional.empty(), notice.dropped(DropReason.OUTPACED, ""));
    }
}
