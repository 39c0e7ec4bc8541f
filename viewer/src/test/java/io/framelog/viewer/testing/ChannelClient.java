package io.framelog.viewer.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A window of the page: the JDK's WebSocket, which knows nothing of the viewer's. */
public final class ChannelClient implements AutoCloseable, WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * A frame that came.
     *
     * @param format 0: JPEG, 1: PNG
     * @param sentMicros when the viewer sent it
     */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    public record Shot(int format, int id, Position position, long capturedMicros, long sentMicros, byte[] image) {}

    /** How the channel ended. */
    public record Ending(int code, String reason) {}

    private int taken;
    private final boolean reads;
    private final BlockingQueue<Map<String, Object>> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Shot> shots = new LinkedBlockingQueue<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CompletableFuture<byte[]> pong = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final WebSocket socket;

    private ChannelClient(HttpClient client, URI address, boolean reads, String... headers) {
        this.reads = reads;
        WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols("framelog.v1");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(address, this).join();
    }

    /**
     * Opens a channel.
     *
     * @param address of {@code /ws}
     * @param headers names and values in turn
     * @throws java.util.concurrent.CompletionException caused by a {@code WebSocketHandshakeException} if it is refused
     */
    public static ChannelClient open(URI address, String... headers) {
        return new ChannelClient(HttpClient.newHttpClient(), address, true, headers);
    }

    /** Opens a channel with a client that may trust a certificate. */
    public static ChannelClient open(HttpClient client, URI address, String... headers) {
        return new ChannelClient(client, address, true, headers);
    }

    /** Opens a channel of a window that never reads. */
    public static ChannelClient openWithoutReading(URI address) {
        return new ChannelClient(HttpClient.newHttpClient(), address, false);
    }

    /** The protocol that was agreed on. */
    public String protocol() {
        return socket.getSubprotocol();
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(Long.MAX_VALUE);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                texts.add(JSON.std.mapFrom(text.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            text.setLength(0);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            shots.add(shot(ByteBuffer.wrap(binary.toByteArray())));
            binary.reset();
        }
        return null;
    }

    private static Shot shot(ByteBuffer message) {
        if (message.get() != 1) {
            throw new AssertionError("unknown version");
        }
        int format = message.get();
        int id = Short.toUnsignedInt(message.getShort());
        Position position = new Position(message.getInt(), message.getLong());
        long captured = message.getLong();
        long sent = message.getLong();
        byte[] image = new byte[message.remaining()];
        message.get(image);
        return new Shot(format, id, position, captured, sent, image);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        byte[] data = new byte[message.remaining()];
        message.get(data);
        pong.complete(data);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ending.complete(new Ending(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ending.completeExceptionally(error);
    }

    /** Says something, with {@code '} for quotation marks. */
    public ChannelClient say(String json) {
        socket.sendText(json.replace('\'', '"'), true).join();
        return this;
    }

    /** Says something in two fragments. */
    public void sayInTwo(String json) {
        socket.sendText(json.substring(0, json.length() / 2), false).join();
        socket.sendText(json.substring(json.length() / 2), true).join();
    }

    /** Sends a binary message. */
    public void sayBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** Pings, and waits for the pong. */
    public byte[] ping(byte[] data) throws Exception {
        socket.sendPing(ByteBuffer.wrap(data)).join();
        return pong.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for the next text. */
    public Map<String, Object> next() throws InterruptedException {
        Map<String, Object> next = texts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    /** Waits for the next text that has a member. Earlier ones without it are dropped. */
    public Map<String, Object> next(String member) throws InterruptedException {
        while (true) {
            Map<String, Object> next = next();
            if (next.containsKey(member)) {
                return next;
            }
        }
    }

    /** What is in a text at a path of members; fails if one is missing. */
    public static Object at(Map<String, Object> text, String... path) {
        Object value = text;
        for (String member : path) {
            value = value instanceof Map<?, ?> members ? members.get(member) : null;
            if (value == null) {
                throw new AssertionError("there is no " + member + " in " + text);
            }
        }
        return value;
    }

    /** Waits for the next frame. */
    public Shot shot() throws InterruptedException {
        Shot next = shots.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no frame came");
        }
        taken++;
        return next;
    }

    /** How many frames were taken. Only for the thread that takes them. */
    public int taken() {
        return taken;
    }

    /** How many frames have come and were not taken. */
    public int waiting() {
        return shots.size();
    }

    /** Waits until the viewer has closed the channel. */
    public Ending ending() throws Exception {
        return ending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Closes the channel as browsers do, and waits for the viewer's answer. */
    public Ending leave() throws Exception {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        return ending();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
