package io.framelog.publisher.source;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.FFmpegMessages;
import io.framelog.ffmpeg.Input;
import io.framelog.ffmpeg.Interrupt;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfo;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfoList;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** How FFmpeg opens the cameras of an operating system (ffmpeg.org/ffmpeg-devices.html). */
public enum CameraSystem {
    /** Linux. */
    V4L2("v4l2") {
        @Override
        String url(String device) {
            return isNumber(device) ? "/dev/video" + device : device;
        }

        @Override
        void preferJpeg(Map<String, String> options) {
            options.put("input_format", "mjpeg");
        }

        @Override
        String permissionHint() {
            return "add the user to the group 'video'";
        }

        /** Reading anything else as a camera fails with an error that does not tell the reason, or waits for ever. */
        @Override
        Optional<String> refusal(String device) {
            File file = new File(url(device));
            if (!file.exists() || DeviceFiles.isCharacterDevice(file.toPath())) {
                return Optional.empty();
            }
            String kind = file.isDirectory() ? "a folder" : file.isFile() ? "a file" : "a pipe, a socket or a disk";
            String hint = file.isFile() ? ", and --file reads a file" : "";
            return Optional.of(file + " is " + kind + " and no camera: --list-cameras lists the cameras" + hint);
        }

        /** Many cameras have a second device for data about the pictures, which has no format of pictures. */
        @Override
        Optional<Device> describe(String name, String description) {
            Input.Address question = new Input.Address(name, format(), Map.of("list_formats", "all"), true);
            List<CameraFormat> formats = CameraFormat.read(FFmpegMessages.during(() -> ask(question)));
            return formats.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Device(
                            name, description, StablePaths.ofCameras().of(Path.of(name)), formats));
        }
    },
    /** macOS. */
    AVFOUNDATION("avfoundation") {
        @Override
        String url(String device) {
            return device + ":none";
        }

        @Override
        void preferJpeg(Map<String, String> options) {
            // AVFoundation delivers only raw pictures.
        }

        @Override
        String permissionHint() {
            return "allow the terminal to use the camera in the system settings";
        }
    },
    /** Windows. */
    DSHOW("dshow") {
        @Override
        String url(String device) {
            List<Device> devices = list();
            boolean known = isNumber(device) && Integer.parseInt(device) < devices.size();
            return "video=" + (known ? devices.get(Integer.parseInt(device)).name() : device);
        }

        @Override
        void preferJpeg(Map<String, String> options) {
            options.put("vcodec", "mjpeg");
        }

        @Override
        String permissionHint() {
            return "allow desktop apps to use the camera in the system settings";
        }
    };

    /** The negated errno EBUSY, which is 16 on all three systems. The Java bindings do not have it. */
    static final int AVERROR_EBUSY = -16;
    /** The negated errno ENOTTY, which is 25 on all three systems: the device is of another kind. */
    private static final int AVERROR_ENOTTY = -25;

    private static final String WHERE = "(publisher --list-cameras lists them)";

    private final String format;

    CameraSystem(String format) {
        this.format = format;
    }

    /**
     * A camera of the system.
     *
     * @param name the name by which FFmpeg opens it
     * @param description the manufacturer's name for it
     * @param stable other names, which stay when cameras are plugged in in another order
     * @param formats what it can deliver; empty if that is not known
     */
    public record Device(String name, String description, List<String> stable, List<CameraFormat> formats) {}

    private static boolean isNumber(String device) {
        return device.matches("\\d{1,9}");
    }

    abstract String url(String device);

    abstract void preferJpeg(Map<String, String> options);

    abstract String permissionHint();

    /** Why something that exists cannot be a camera, in readable form; empty if it may be one. */
    Optional<String> refusal(String device) {
        return Optional.empty();
    }

    /** What is known of a device; empty if it is no camera. */
    Optional<Device> describe(String name, String description) {
        return Optional.of(new Device(name, description, List.of(), List.of()));
    }

    /** FFmpeg's name for cameras of this system. */
    String format() {
        return format;
    }

    /** FFmpeg answers with messages, and then as if the device could not be opened. */
    private static void ask(Input.Address question) {
        try {
            Input.open(question, new Interrupt()).close();
        } catch (FFmpegException e) {
            LoggerFactory.getLogger(CameraSystem.class).debug("{} was asked for its formats", question.url(), e);
        }
    }

    /** The camera system of this machine. */
    public static CameraSystem ofThisMachine() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return AVFOUNDATION;
        }
        return os.contains("windows") ? DSHOW : V4L2;
    }

    /** The address of a camera, with the size and rate that the options ask for. */
    Input.Address address(String device, SourceOptions wanted, boolean jpeg) {
        registerDevices();
        Map<String, String> options = new HashMap<>();
        wanted.size().ifPresent(size -> options.put("video_size", size.toString()));
        wanted.framesPerSecond().ifPresent(rate -> options.put("framerate", Double.toString(rate)));
        if (jpeg) {
            preferJpeg(options);
        }
        return new Input.Address(url(device), format, options, true);
    }

    /** The available cameras. */
    public List<Device> list() {
        registerDevices();
        List<Device> devices = new ArrayList<>();
        @Nullable AVInputFormat input = avformat.av_find_input_format(format);
        AVDeviceInfoList list = new AVDeviceInfoList(null);
        if (avdevice.avdevice_list_input_sources(input, (String) null, null, list) >= 0) {
            for (int i = 0; i < list.nb_devices(); i++) {
                AVDeviceInfo device = list.devices(i);
                describe(
                                device.device_name().getString(),
                                device.device_description().getString())
                        .ifPresent(devices::add);
            }
            avdevice.avdevice_free_list_devices(list);
        }
        return List.copyOf(devices);
    }

    /** Whether there is no such camera, or another program has it. */
    static boolean isAway(FFmpegException e) {
        int code = e.code();
        return code == avutil.AVERROR_ENOENT() || code == avutil.AVERROR_ENODEV() || code == AVERROR_EBUSY;
    }

    /** Explains why a camera cannot be opened or read, and what to do. */
    String explain(String device, FFmpegException e) {
        String path = url(device);
        String camera = "camera " + device + (path.equals(device) ? "" : " (" + path + ")");
        int code = e.code();
        if (code == avutil.AVERROR_ENOENT() || code == avutil.AVERROR_ENODEV()) {
            return "no " + camera + ": connect it, or choose another one " + WHERE;
        }
        if (code == AVERROR_EBUSY) {
            return camera + " is in use: stop the program that uses it";
        }
        if (code == avutil.AVERROR_EACCES()) {
            return "no permission to use " + camera + ": " + permissionHint();
        }
        if (code == AVERROR_ENOTTY || code == avutil.AVERROR_EINVAL()) {
            return camera + " is no camera, or cannot deliver what is asked for: choose another one " + WHERE
                    + ", or leave --size and --fps out";
        }
        return camera + " cannot be opened: " + e.getMessage();
    }

    private static void registerDevices() {
        try {
            avdevice.avdevice_register_all();
        } catch (UnsatisfiedLinkError e) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "FFmpeg's camera support needs system libraries (on Debian: apt-get install libxcb1 libxcb-shm0 "
                            + "libasound2 libpulse0): " + e.getMessage(),
                    e);
        }
    }
}
