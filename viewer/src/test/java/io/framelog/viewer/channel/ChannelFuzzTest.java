package io.framelog.viewer.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.websocket.Closing;
import io.framelog.viewer.websocket.FrameReader;
import io.framelog.viewer.websocket.ViolationException;
import java.nio.ByteBuffer;

/** Any bytes as what a window sends. */
class ChannelFuzzTest {
    private final MessageReader messages = new MessageReader();

    @FuzzTest(maxDuration = "2m")
    void message(byte[] bytes) {
        read(new String(bytes, UTF_8));
    }

    private void read(String text) {
        try {
            messages.read(text);
        } catch (ProblemException e) {
            // the window is told
        }
    }

    @FuzzTest(maxDuration = "2m")
    void frames(byte[] bytes) {
        FrameReader reader = new FrameReader(WindowInput.MAX_MESSAGE, new FrameReader.Listener() {
            @Override
            public void frame() {}

            @Override
            public void text(String message) {
                read(message);
            }

            @Override
            public void ping(byte[] data) {}

            @Override
            public void close(Closing closing) {
                closing.frame();
            }
        });
        try {
            reader.read(ByteBuffer.wrap(bytes));
        } catch (ViolationException e) {
            // the channel is closed
        }
    }
}
