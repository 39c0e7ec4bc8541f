package io.framelog.publisher.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers {@code /healthz} and {@code /readyz} as a viewer does, and any other path with 404. */
final class HealthHandler implements HttpHandler {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int NO_BODY = -1;

    private final Health health;

    HealthHandler(Health health) {
        this.health = health;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                problem(exchange, METHOD_NOT_ALLOWED, "Method not allowed", "use GET");
            } else if (path.equals("/healthz")) {
                answer(exchange, health.fault(), "the publisher works");
            } else if (path.equals("/readyz")) {
                answer(exchange, health.fault().or(health::absence), health.detail());
            } else {
                problem(exchange, NOT_FOUND, "Not found", "there are /metrics, /healthz and /readyz");
            }
        }
    }

    private static void answer(HttpExchange exchange, Optional<String> fault, String detail) throws IOException {
        if (fault.isPresent()) {
            problem(exchange, UNAVAILABLE, "Not ready", fault.get());
        } else {
            send(exchange, OK, "application/json", members("status", "ok", detail));
        }
    }

    private static void problem(HttpExchange exchange, int status, String title, String detail) throws IOException {
        Map<String, Object> problem = members("title", title, detail);
        problem.put("status", status);
        send(exchange, status, "application/problem+json", problem);
    }

    private static Map<String, Object> members(String name, String value, String detail) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(name, value);
        members.put("detail", detail);
        return members;
    }

    private static void send(HttpExchange exchange, int status, String type, Map<String, Object> members)
            throws IOException {
        byte[] body = JSON.std.asString(members).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? NO_BODY : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
