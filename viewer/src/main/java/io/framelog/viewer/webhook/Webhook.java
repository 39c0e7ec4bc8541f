package io.framelog.viewer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.viewer.notify.Delivery;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import io.framelog.viewer.notify.Receiver;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** A receiver that takes events by HTTP. */
public final class Webhook implements Receiver {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /** How long the whole answer may take. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /**
     * What says that this event is not wanted, and will not be: Bad Request, Gone, Content Too Large, Unsupported Media
     * Type, Unprocessable Content. All others may be about the address, the login or a proxy, which somebody may mend.
     */
    private static final Set<Integer> REFUSALS = Set.of(400, 410, 413, 415, 422);

    /** What may be about a picture: those who cannot take one shall have the text. */
    private static final Set<Integer> WITHOUT_PICTURE = Set.of(400, 413, 415, 422);

    private static final int MAX_KEY = 200;

    private final WebhookAddress address;
    private final WebhookFormat.Body body;
    private final Map<String, String> headers;
    private final Links links;
    private final HttpClient client;
    private final Duration answerLimit;

    /**
     * A webhook. Redirections are not followed: they would turn POST into GET.
     *
     * @param headers added to each request
     * @param tls whom to trust
     */
    public Webhook(
            WebhookAddress address, WebhookFormat format, Map<String, String> headers, Links links, SSLContext tls) {
        this(address, format, headers, links, tls, ANSWER_LIMIT);
    }

    Webhook(
            WebhookAddress address,
            WebhookFormat format,
            Map<String, String> headers,
            Links links,
            SSLContext tls,
            Duration answerLimit) {
        this.answerLimit = answerLimit;
        this.address = address;
        this.body = format.body();
        this.headers = Map.copyOf(headers);
        this.links = links;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls)
                .build();
    }

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public String address() {
        return address.shown();
    }

    @Override
    public Delivery deliver(Notice notice) {
        if (!notice.told()) {
            return new Delivery.Done();
        }
        boolean picture = body.hasPicture() && notice.picture().isPresent();
        Answer answer = send(notice, picture);
        if (picture && WITHOUT_PICTURE.contains(answer.status())) {
            answer = send(notice, false);
        }
        return answer.delivery();
    }

    private record Answer(int status, Delivery delivery) {}

    private Answer send(Notice notice, boolean picture) {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(notice, picture), head -> new AnswerHead());
        try {
            HttpResponse<String> response = answer.get(answerLimit.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), outcome(response));
        } catch (ExecutionException e) {
            return failed(reason(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return failed("no answer for " + answerLimit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static Answer failed(String reason) {
        return new Answer(0, new Delivery.Later(reason));
    }

    private HttpRequest request(Notice notice, boolean picture) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri())
                .header("User-Agent", "framelog")
                .header("Idempotency-Key", key(notice.event().id()));
        address.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        body.fill(request, notice, links, picture);
        headers.forEach(request::setHeader);
        return request.build();
    }

    /** The event's id; what a header cannot have is percent-encoded. */
    static String key(String id) {
        StringBuilder key = new StringBuilder();
        for (byte octet : id.getBytes(UTF_8)) {
            key.append(octet > ' ' && octet < 0x7F ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return key.substring(0, Math.min(MAX_KEY, key.length()));
    }

    private static Delivery outcome(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Delivery.Done();
        }
        String said = response.body().isEmpty() ? "" : " (" + response.body() + ")";
        String reason = "HTTP status " + status + said + remedy(status);
        if (REFUSALS.contains(status)) {
            return new Delivery.Refused(reason);
        }
        return new Delivery.Later(
                reason,
                response.headers().firstValue("Retry-After").flatMap(text -> RetryAfter.parse(text, Instant.now())));
    }

    private static String remedy(int status) {
        if (status >= 300 && status < 400) {
            return ": give the address that it redirects to with --webhook";
        }
        return switch (status) {
            case 401, 403 -> ": check the login in --webhook or --header";
            case 404, 405 -> ": check the address in --webhook and its --format";
            default -> "";
        };
    }

    private static String reason(Throwable fault) {
        if (fault instanceof HttpConnectTimeoutException) {
            return "no connection for " + CONNECT_LIMIT.toSeconds() + " s";
        }
        if (fault instanceof ConnectException) {
            return causedBy(fault, UnresolvedAddressException.class)
                    ? "its host name is unknown"
                    : "the connection is refused";
        }
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }

    private static boolean causedBy(Throwable fault, Class<? extends Throwable> kind) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
