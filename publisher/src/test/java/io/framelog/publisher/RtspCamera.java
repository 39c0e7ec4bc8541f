package io.framelog.publisher;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Objects;

/** A camera that is GStreamer's RTSP server in a process of its own. It keeps its port. For one thread. */
final class RtspCamera implements AutoCloseable {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String IMPORT =
            "import gi; gi.require_version('GstRtspServer', '1.0'); " + "from gi.repository import GstRtspServer";

    private final int port = unusedPort();
    private final String codec;
    private ServiceProcess process;

    /**
     * Starts the camera. Without GStreamer's RTSP server, skips the calling test, or fails it if {@code
     * FRAMELOG_TEST_RTSP=required}.
     *
     * @param codec {@code jpeg} or {@code h264}
     */
    RtspCamera(String codec) throws InterruptedException {
        this.codec = codec;
        boolean installed = isInstalled();
        if (!installed && "required".equals(System.getenv("FRAMELOG_TEST_RTSP"))) {
            throw new AssertionError("FRAMELOG_TEST_RTSP=required, but GStreamer's RTSP server is not installed");
        }
        assumeTrue(installed, "skipped: GStreamer's RTSP server is not installed");
        process = start();
    }

    private static boolean isInstalled() throws InterruptedException {
        if (!PYTHON.toFile().canExecute()) {
            return false;
        }
        try (ServiceProcess trial = ServiceProcess.startCommand(PYTHON, "-c", IMPORT)) {
            return trial.awaitExit() == 0;
        }
    }

    private ServiceProcess start() throws InterruptedException {
        String script = Path.of(Objects.requireNonNull(RtspCamera.class.getResource("/rtsp-camera.py"))
                        .getPath())
                .toString();
        ServiceProcess started = ServiceProcess.startCommand(PYTHON, script, Integer.toString(port), codec);
        started.awaitLine("the camera is on");
        return started;
    }

    /** Its address. */
    String url() {
        return "rtsp://127.0.0.1:" + port + "/live";
    }

    /** Kills it like a loss of power. */
    void kill() throws IOException, InterruptedException {
        process.signal("KILL");
        process.awaitExit();
    }

    /** Starts it again, and waits until it listens. */
    void restart() throws InterruptedException {
        process = start();
    }

    /** Makes it silent, with its connections open. */
    void hang() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    /** Ends what {@link #hang} began. */
    void goOn() throws IOException, InterruptedException {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.close();
    }

    private static int unusedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
