package io.framelog.publisher.source;

import io.framelog.ffmpeg.AllowedMedia;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.Input;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.ffmpeg.PictureLimits;
import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.http.HttpClient;
import io.framelog.publisher.http.HttpException;
import io.framelog.publisher.http.Patience;
import io.framelog.publisher.mjpeg.PictureAddress;
import io.framelog.publisher.source.SourceSpec.Camera;
import io.framelog.publisher.source.SourceSpec.Recording;
import io.framelog.publisher.source.SourceSpec.Session;
import io.framelog.publisher.source.SourceSpec.StandardInput;
import io.framelog.publisher.source.SourceSpec.Url;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.global.avutil;

/** Opens the source that the command line names, as often as necessary. For one thread. */
public final class SourceOpener {
    /** How long a network or camera may take until it is open. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How long a server may make its answer. Some cameras answer when they have the next picture. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /** How often an address of single pictures is asked if the options do not say. */
    private static final double POLLS_PER_SECOND = 1;

    /** What comes by these protocols is a file, even if its duration is not known. */
    private static final Set<String> FILE_PROTOCOLS = Set.of("file", "ftp", "sftp", "smb", "data", "concat");

    /** FFmpeg allows a file to name further sources only by the protocols that it is told. */
    private static final Map<String, String> SESSION_PROTOCOLS = Map.of("protocol_whitelist", "file,udp,rtp");

    private static final Pattern STILL_JPEG = Pattern.compile("(?i)\\.(jpe?g|jpe|jfif)$");

    private final SourceSpec spec;
    private final SourceOptions options;
    private final AllowedMedia allowed;
    private final Interrupt interrupt;
    private final Patience patience;
    private final Optional<PictureAddress> pictures;
    private boolean wasLive;

    /** @param interrupt ends waiting, while opening and while reading */
    public SourceOpener(SourceSpec spec, SourceOptions options, Interrupt interrupt) {
        this.spec = spec;
        this.options = options;
        this.allowed = options.allowed();
        this.interrupt = interrupt;
        boolean adapts = options.timeout().isEmpty() && spec instanceof Url;
        patience = adapts ? Patience.adapting() : Patience.of(options.timeout().orElse(Patience.SHORTEST));
        pictures = spec instanceof Url url && url.address().isHttp()
                ? Optional.of(pictureAddress(url.address()))
                : Optional.empty();
    }

    private PictureAddress pictureAddress(CameraAddress address) {
        Duration timeout = options.timeout().orElse(TIMEOUT);
        Duration answer = options.timeout().orElse(ANSWER_TIMEOUT);
        double rate = options.framesPerSecond().orElse(POLLS_PER_SECOND);
        Duration interval = options.every().orElse(Duration.ofNanos(Math.round(1e9 / rate)));
        return new PictureAddress(new HttpClient(address, TIMEOUT, answer), patience, timeout, interval);
    }

    /** The source in readable form, without credentials. */
    public String describe() {
        return spec.describe();
    }

    /**
     * Opens the source. The caller must close it.
     *
     * @throws SourceException if it cannot be opened; the message says why and what to do
     */
    public MediaSource open() throws SourceException {
        try {
            if (spec instanceof Camera camera) {
                return openCamera(camera);
            } else if (spec instanceof Recording recording) {
                requireReadable(recording.path());
                return open(
                        new Input.Address("file:" + recording.path(), "", fileOptions(recording.name()), false),
                        false,
                        false);
            } else if (spec instanceof StandardInput) {
                interrupt.allow(TIMEOUT);
                FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();
                return source(Input.open(channel, allowed, interrupt), Delivery.FILE, false);
            } else if (spec instanceof Session session) {
                requireReadable(session.path());
                return open(new Input.Address("file:" + session.path(), "sdp", SESSION_PROTOCOLS, false), true, false);
            } else if (spec instanceof Url url) {
                return openUrl(url.address());
            }
            return new TestPatternSource(options, interrupt);
        } catch (FFmpegException e) {
            throw explain(e);
        }
    }

    private MediaSource openCamera(Camera camera) throws FFmpegException, SourceException {
        CameraSystem system = CameraSystem.ofThisMachine();
        Optional<String> refusal = system.refusal(camera.device());
        if (refusal.isPresent()) {
            throw new SourceException(refusal.get());
        }
        try {
            // Motion JPEG first: cameras deliver large sizes at the full rate only with it, and it needs no encoder.
            return open(system.address(camera.device(), options, true), true, false);
        } catch (FFmpegException e) {
            if (e.code() == avutil.AVERROR_ENOENT()
                    || e.code() == CameraSystem.AVERROR_EBUSY
                    || e.code() == avutil.AVERROR_EACCES()) {
                throw e;
            }
            return open(system.address(camera.device(), options, false), true, false);
        }
    }

    private MediaSource openUrl(CameraAddress address) throws FFmpegException, SourceException {
        String url = address.encoded();
        Input.Address input = new Input.Address(url, "", networkOptions(url), false);
        if (pictures.isEmpty()) {
            return open(input, !FILE_PROTOCOLS.contains(address.scheme()), false);
        }
        try {
            PictureAddress.Found found = pictures.get().open();
            if (found instanceof PictureAddress.Found.Motion motion) {
                return new HttpSource(motion.pictures(), options);
            }
            PictureAddress.Found.Video video = (PictureAddress.Found.Video) found;
            return open(input, !video.recording(), video.endsWithConnection());
        } catch (HttpException e) {
            if (e.kind() == HttpException.Kind.MISUNDERSTOOD) {
                return open(input, true, false);
            }
            throw new SourceException(e.getMessage(), e, e.isAway());
        }
    }

    private MediaSource open(Input.Address address, boolean mayBeLive, boolean endsWithConnection)
            throws FFmpegException, SourceException {
        interrupt.allow(TIMEOUT);
        Input input = Input.open(address, interrupt);
        boolean live = mayBeLive && input.duration().isEmpty();
        Delivery delivery = live ? Delivery.ofLive(input.format()) : Delivery.FILE;
        return source(input, address.device() ? Delivery.DEVICE : delivery, endsWithConnection);
    }

    private MediaSource source(Input input, Delivery delivery, boolean endsWithConnection)
            throws FFmpegException, SourceException {
        boolean live = delivery != Delivery.FILE;
        try {
            if (wasLive && !live) {
                throw new SourceException(spec.describe() + " has ended: only its recording is left");
            }
            requireAllowed(input.decoder());
            requireSize(input.codec().width(), input.codec().height());
            wasLive = live;
            return new FFmpegSource(spec.describe(), input, delivery, endsWithConnection, options, interrupt, patience);
        } catch (FFmpegException | SourceException e) {
            input.close();
            throw e;
        }
    }

    private void requireAllowed(String decoder) throws SourceException {
        if (!decoder.isEmpty() && !allowed.allowsDecoder(decoder)) {
            throw new SourceException(spec.describe() + " has the codec " + decoder
                    + ", which is not one of the common ones: --allow " + decoder + " allows it");
        }
    }

    private void requireSize(int width, int height) throws SourceException {
        if (PictureLimits.isTooLarge(width, height)) {
            throw new SourceException(spec.describe() + " has pictures of " + width + "x" + height
                    + " pixels: a picture may have at most " + PictureLimits.MAX_PIXELS);
        }
    }

    private Map<String, String> fileOptions(String name) {
        Map<String, String> options = new HashMap<>(allowed.options(false));
        // A percent sign in a file name is not a pattern for a sequence of files.
        options.put("pattern_type", "none");
        if (STILL_JPEG.matcher(name).find()) {
            // Otherwise, FFmpeg reads the file as a sequence of JPEGs. Phones append a second one (a gain map).
            options.put("fflags", "+noparse");
        }
        return options;
    }

    private Map<String, String> networkOptions(String url) {
        String micros = Long.toString(Patience.LONGEST.toNanos() / 1000); // what is shorter, the interrupt ends
        // RTSP over TCP unless asked otherwise, because over UDP a lost packet damages a picture. RTSP's option is
        // "timeout", that of the
        // other protocols is "rw_timeout". FFmpeg probes one picture only; it would wait for 20 to measure the rate.
        boolean http = url.startsWith("http");
        String transport = options.transport().name().toLowerCase(Locale.ROOT);
        Map<String, String> options = new HashMap<>(allowed.options(http));
        if (!http) {
            options.remove("protocol_whitelist"); // whoever names such an address allows what it needs
        }
        options.put("fpsprobesize", "1");
        if (url.startsWith("rtsp")) {
            options.put("rtsp_transport", transport);
            options.put("timeout", micros);
            return options;
        }
        options.put("rw_timeout", micros);
        if (url.toLowerCase(Locale.ROOT).endsWith(".sdp")) {
            options.put("protocol_whitelist", "http,https,tls,tcp,udp,rtp");
        }
        return options;
    }

    private static void requireReadable(Path path) throws SourceException {
        if (!Files.exists(path)) {
            throw new SourceException("no such file: " + path);
        }
        if (Files.isDirectory(path)) {
            throw new SourceException(path + " is a folder: give a video file in it");
        }
        if (!Files.isReadable(path)) {
            throw new SourceException(path + " cannot be read: check its permissions");
        }
    }

    private SourceException explain(FFmpegException e) {
        int code = e.code();
        if (code == avutil.AVERROR_EXIT() && !(spec instanceof Camera)) {
            return new SourceException(
                    spec.describe() + " does not answer (waited " + TIMEOUT.toSeconds() + " s)", e, true);
        }
        if (spec instanceof Url url
                && code != avutil.AVERROR_STREAM_NOT_FOUND()
                && code != avutil.AVERROR_INVALIDDATA()) {
            return NetworkFault.of(url.address(), e);
        }
        if (spec instanceof Camera camera) {
            return new SourceException(
                    CameraSystem.ofThisMachine().explain(camera.device(), e), e, CameraSystem.isAway(e));
        }
        return new SourceException(words(e), e);
    }

    private String words(FFmpegException e) {
        int code = e.code();
        if (code == avutil.AVERROR_STREAM_NOT_FOUND()) {
            return spec.describe() + " has no video";
        }
        if (code == avutil.AVERROR_INVALIDDATA()) {
            return spec.describe() + " is not a video that FFmpeg can read";
        }
        if (code == avutil.AVERROR_EINVAL() && !allowed.more().contains(AllowedMedia.ALL)) {
            return spec.describe() + " cannot be opened: it is damaged, or its format is not one of the common ones. "
                    + "If you trust it: --allow NAME allows a format by FFmpeg's name, which ffprobe tells";
        }
        return spec.describe() + " cannot be opened: " + e.getMessage();
    }
}
