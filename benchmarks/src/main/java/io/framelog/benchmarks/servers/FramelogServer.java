package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.RunningCommand;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Framelog: camera, publisher, broker, viewer. */
public final class FramelogServer implements StreamServer {
    private static final int MOST_VIEWERS = 2000;

    private final Framelog framelog;

    /** @param framelog its commands and broker */
    public FramelogServer(Framelog framelog) {
        this.framelog = framelog;
    }

    @Override
    public String name() {
        return "Framelog";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public int mostViewers() {
        return MOST_VIEWERS;
    }

    @Override
    public RunningServer start(VideoInput input) throws InterruptedException {
        String topic = framelog.newTopic();
        RunningCommand publisher = framelog.publisher(topic, input.environment(), input.publisherArguments());
        RunningCommand viewer = framelog.viewer(topic);
        URI address = Framelog.address(viewer);
        Http.awaitOk(address.resolve("/streams/default.jpg"));
        return new RunningServer(
                address.resolve("/streams/default.mjpeg"),
                "HTTP/1.1",
                viewer.handle(),
                Optional.of(publisher.handle()),
                Optional.of(framelog.broker()),
                List.of(publisher, viewer));
    }
}
