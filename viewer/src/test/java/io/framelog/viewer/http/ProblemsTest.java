package io.framelog.viewer.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.javalin.http.Context;
import java.lang.reflect.Proxy;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    /** Javalin calls a handler of errors that throws again, without end: it once wrote 270 MB of log in 30 seconds. */
    @Test
    void anErrorThatComesAfterItsRequestIsOverIsNoFurtherError() {
        Context over = (Context) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, given) -> {
                    throw new NullPointerException("the request is null");
                });

        assertDoesNotThrow(() -> Problems.answer(
                over, new RejectedExecutionException("the server stops"), () -> Problem.notFound(over.path())));
    }
}
