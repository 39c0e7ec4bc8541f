package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections that send a byte now and then, and read what they are answered. Not thread-safe. */
public final class SlowConnections implements AutoCloseable {
    /** Between two bytes: much less than any limit of silence. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<SocketChannel> channels = new ArrayList<>();

    /** Opens connections and sends on each what a request begins with. */
    public SlowConnections(int port, int count, String begin) throws IOException {
        for (int index = 0; index < count; index++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(begin.getBytes(ISO_8859_1)));
            channel.configureBlocking(false);
            channels.add(channel);
        }
    }

    /** Sends a byte on each connection now and then, until the server has closed all; fails after 30 s. */
    public void sendUntilClosed(Runnable meanwhile) {
        Await.until(() -> channels.size() + " of the slow connections are open", () -> {
            channels.removeIf(SlowConnections::isClosed);
            meanwhile.run();
            Await.elapsed(PAUSE);
            return channels.isEmpty();
        });
    }

    private static boolean isClosed(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {'a'}));
            int read = 1;
            ByteBuffer input = ByteBuffer.allocate(4096);
            while (read > 0) {
                read = channel.read(input.clear());
            }
            if (read == 0) {
                return false;
            }
            channel.close();
        } catch (IOException e) {
            return true;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
