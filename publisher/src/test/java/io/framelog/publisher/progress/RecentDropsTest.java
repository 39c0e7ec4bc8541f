package io.framelog.publisher.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.Position;
import org.junit.jupiter.api.Test;

class RecentDropsTest {
    private final PublishStats stats = new PublishStats();
    private final RecentDrops drops = new RecentDrops(stats);

    @Test
    void hasNothingToSayWhileFramesFlow() {
        assertEquals("", drops.text());
        flow();
        assertEquals("", drops.text());
    }

    @Test
    void saysHowManyFramesWereDroppedAndWhy() {
        stats.drop(DropReason.DAMAGED, "arithmetic coding");
        assertEquals("1 frame dropped: damaged (arithmetic coding)", drops.text());
        stats.drop(DropReason.DAMAGED, "arithmetic coding");
        stats.drop(DropReason.OUTPACED);
        assertEquals("1 frame dropped: outpaced; 2 frames dropped: damaged (arithmetic coding)", drops.text());
    }

    @Test
    void saysItUntilFramesFlowAgain() {
        stats.drop(DropReason.DAMAGED);
        assertEquals("1 frame dropped: damaged", drops.text());
        assertEquals("1 frame dropped: damaged", drops.text(), "a slow camera: neither a good frame nor a bad one");
        flow();
        stats.drop(DropReason.DAMAGED);
        assertEquals("2 frames dropped: damaged", drops.text(), "some frames are still dropped");
        flow();
        assertEquals("", drops.text());
        stats.drop(DropReason.DAMAGED);
        assertEquals("1 frame dropped: damaged", drops.text(), "the earlier ones are not told again");
    }

    private void flow() {
        stats.acknowledged(1000, new Position(0, 0));
    }
}
