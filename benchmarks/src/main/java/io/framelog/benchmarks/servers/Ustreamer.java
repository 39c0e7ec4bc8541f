package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.FreePort;
import io.framelog.benchmarks.process.RunningCommand;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** pikvm/ustreamer, in C, without Kafka between: the camera's own JPEGs, passed through. */
public final class Ustreamer implements StreamServer {
    private static final int MOST_VIEWERS = 2000;

    private final Commands commands;
    private final Optional<VideoInput> device;
    private final boolean installed;

    /** @param device the camera, where it is a V4L2 device: no other can be opened */
    public Ustreamer(Commands commands, Optional<VideoInput> device, boolean installed) {
        this.commands = commands;
        this.device = device;
        this.installed = installed;
    }

    @Override
    public String name() {
        return "ustreamer";
    }

    @Override
    public Optional<String> obstacle() {
        if (!installed) {
            return Optional.of("it is not installed");
        }
        return device.isEmpty() ? Optional.of("it opens V4L2 devices only, and --device names none") : Optional.empty();
    }

    @Override
    public int mostViewers() {
        return MOST_VIEWERS;
    }

    @Override
    public RunningServer start(VideoInput input) throws InterruptedException {
        int port = FreePort.find();
        RunningCommand server = commands.start(
                input.environment(),
                List.of(
                        "ustreamer",
                        "--device=" + input.device().orElseThrow(),
                        "--format=MJPEG",
                        "--encoder=HW",
                        "--resolution",
                        "640x480",
                        "-f",
                        "30",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port)));
        URI address = URI.create("http://127.0.0.1:" + port);
        // Without its camera it shows a picture that says so.
        Http.await(address.resolve("/state"), state -> state.matches("(?s).*\"online\":\\s*true.*"));
        return new RunningServer(
                address.resolve("/stream?extra_headers=1"),
                "HTTP/1.1",
                server.handle(),
                Optional.empty(),
                Optional.empty(),
                List.of(server));
    }
}
