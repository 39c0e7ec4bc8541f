package io.framelog.publisher.http;

import io.framelog.publisher.http.CameraAddress.Login;
import io.framelog.publisher.http.HttpException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks one address by HTTP/1.1, follows redirects and logs in. It is a client of our own, because cameras send answers
 * that the JDK's clients refuse (a status of ICY, none at all), because those of newer JDKs refuse Digest with MD5, and
 * because their reads cannot be interrupted. Every request has its own connection. For one thread.
 */
public final class HttpClient {
    private static final int MAX_REDIRECTS = 5;
    /** A nonce that is too old already when the answer arrives is asked for again only so often. */
    private static final int MAX_STALE = 2;

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int UNAUTHORIZED = 401;

    private final CameraAddress address;
    private final Duration connectTimeout;
    private final Duration answerTimeout;
    private final CameraTrust trust = new CameraTrust();
    /** What the host asked for the last time, so that it need not ask each time. */
    private final Map<String, Session> sessions = new HashMap<>();

    private record Session(Authentication authentication, Login login) {}

    /**
     * @param connectTimeout for connecting
     * @param answerTimeout how long the server may make its answer; some cameras wait for the next picture
     */
    public HttpClient(CameraAddress address, Duration connectTimeout, Duration answerTimeout) {
        this.address = address;
        this.connectTimeout = connectTimeout;
        this.answerTimeout = answerTimeout;
    }

    /** The address. */
    public CameraAddress address() {
        return address;
    }

    /**
     * Asks for the address.
     *
     * @param headers further headers of the request
     * @return an answer with status 200, or 304 if the headers ask for it; the caller must close it
     * @throws HttpException if there is no such answer
     */
    public HttpAnswer get(Map<String, String> headers) throws HttpException {
        CameraAddress target = address;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpAnswer answer = loggedIn(target, headers);
            Optional<CameraAddress> next = redirect(answer, target);
            if (next.isEmpty()) {
                return accept(answer, target);
            }
            answer.close();
            target = next.get();
            if (!target.isHttp()) {
                String sentence = address.display() + " redirects to " + target.display() + ": give that address";
                throw new HttpException(Kind.REFUSED, sentence, null);
            }
        }
        String sentence = address.display() + " redirects again and again, to " + target.display() + " at last";
        throw new HttpException(Kind.REFUSED, sentence, null);
    }

    private static Optional<CameraAddress> redirect(HttpAnswer answer, CameraAddress from) {
        boolean redirects =
                switch (answer.status()) {
                    case 301, 302, 303, 307, 308 -> true;
                    default -> false;
                };
        String location = answer.header("Location");
        return redirects && !location.isEmpty() ? from.resolve(location) : Optional.empty();
    }

    private HttpAnswer loggedIn(CameraAddress target, Map<String, String> headers) throws HttpException {
        List<Login> logins = target.logins();
        String host = target.scheme() + "://" + target.authority();
        @Nullable Session session = sessions.get(host);
        HttpAnswer answer = ask(target, headers, session);
        int tried = session == null ? 0 : logins.indexOf(session.login()) + 1;
        boolean remembered = session != null;
        int retries = 0;
        while (answer.status() == UNAUTHORIZED) {
            Optional<Authentication> asked = Authentication.of(answer.headers("WWW-Authenticate"));
            // A server that had accepted the login may want a newer nonce.
            boolean again = asked.isPresent()
                    && retries++ < MAX_STALE
                    && (asked.get().isStale() || (remembered && retries == 1));
            if (asked.isEmpty() || (tried >= logins.size() && !(again && session != null))) {
                sessions.remove(host);
                return answer;
            }
            answer.close();
            session = new Session(asked.get(), again && session != null ? session.login() : logins.get(tried++));
            sessions.put(host, session);
            answer = ask(target, headers, session);
        }
        return answer;
    }

    private HttpAnswer ask(CameraAddress target, Map<String, String> headers, @Nullable Session session)
            throws HttpException {
        StringBuilder request =
                new StringBuilder("GET ").append(target.target()).append(" HTTP/1.1\r\nHost: ");
        request.append(target.authority()).append("\r\nUser-Agent: framelog\r\nAccept: */*\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        if (session != null) {
            request.append("Authorization: ").append(session.authentication().header(session.login(), target.target()));
            request.append("\r\n");
        }
        @Nullable Connection connection = null;
        try {
            connection = Connection.open(target, trust, connectTimeout);
            connection.allow(answerTimeout);
            connection.send(request.append("\r\n").toString());
            return HttpAnswer.read(connection);
        } catch (IOException e) {
            if (connection != null) {
                connection.close();
            }
            throw HttpException.connecting(target, e);
        }
    }

    private HttpAnswer accept(HttpAnswer answer, CameraAddress target) throws HttpException {
        int status = answer.status();
        if (status == OK || status == NOT_MODIFIED) {
            return answer;
        }
        answer.close();
        Kind kind = status >= 500 ? Kind.PASSING : Kind.REFUSED;
        throw new HttpException(kind, target.display() + " " + words(status, target), null);
    }

    private static String words(int status, CameraAddress target) {
        return switch (status) {
            case UNAUTHORIZED ->
                target.userInfo().isEmpty()
                        ? "wants a user and a password (status 401): write them as " + target.scheme()
                                + "://USER:PASSWORD@" + target.authority() + "/…"
                        : "refuses the user or the password (status 401)";
            case 403 -> "forbids access (status 403): check what this user may see";
            case 404, 410 -> "has nothing at this path (status " + status + "): check the path";
            case 503 -> "is not available now (status 503)";
            default -> "answers with status " + status + " and no pictures";
        };
    }
}
