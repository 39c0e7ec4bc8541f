package io.framelog.viewer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

class DescriptorReserveTest {
    private final AtomicLong looks = new AtomicLong();

    @Test
    void acceptsManyAtOnceButNotIntoTheReserve() {
        DescriptorReserve reserve = new DescriptorReserve(() -> {
            looks.incrementAndGet();
            return DescriptorReserve.RESERVE + 10;
        });
        assertEquals(10, IntStream.range(0, 12).filter(i -> isAccepted(reserve)).count());
        assertEquals(1, looks.get(), "a burst needs few looks");
    }

    private static boolean isAccepted(DescriptorReserve reserve) {
        ByteArrayEndPoint client = new ByteArrayEndPoint();
        reserve.onOpened(new AbstractConnection(client, Runnable::run) {
            @Override
            public void onFillable() {}
        });
        return client.isOpen();
    }
}
