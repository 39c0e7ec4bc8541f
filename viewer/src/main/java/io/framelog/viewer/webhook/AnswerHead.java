package io.framelog.viewer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of an answer's body, for messages; the rest is not read. */
final class AnswerHead implements HttpResponse.BodySubscriber<String> {
    private static final int MAX_BYTES = 200;

    private final CompletableFuture<String> result = new CompletableFuture<>();
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), MAX_BYTES - head.size())];
            buffer.get(bytes);
            head.write(bytes, 0, bytes.length);
        }
        if (head.size() == MAX_BYTES && !result.isDone()) {
            onComplete();
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    /** An answer that breaks off has a status, which counts. */
    @Override
    public void onError(Throwable fault) {
        onComplete();
    }

    @Override
    public void onComplete() {
        result.complete(head.toString(UTF_8).replaceAll("[\\p{Cntrl}\\s]+", " ").strip());
    }
}
