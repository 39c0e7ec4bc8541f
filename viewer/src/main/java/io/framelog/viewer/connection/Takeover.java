package io.framelog.viewer.connection;

import io.framelog.viewer.http.AddressLimit;
import io.javalin.http.Context;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;

/** Takes a connection over from Jetty as soon as the request is handled, and Jetty writes no more. */
public final class Takeover {
    private Takeover() {}

    /**
     * Takes over a request's connection. The caller must have flushed the response's head.
     *
     * @param serve called once the connection is taken over; begins to send
     */
    public static void of(Context context, SendBuffer sendBuffer, Function<Outlet, ? extends Client> serve) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        ConnectionMetaData connection = request.getConnectionMetaData();
        EndPoint endPoint = connection.getConnection().getEndPoint();
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new PushConnection(
                        endPoint,
                        connection.getConnector().getExecutor(),
                        outlet(endPoint, sendBuffer),
                        serve,
                        request.getAttribute(AddressLimit.RELEASE) instanceof Runnable release ? release : () -> {},
                        AdmissionCheck.of(context, connection)));
    }

    private static Outlet outlet(EndPoint endPoint, SendBuffer sendBuffer) {
        return endPoint instanceof SocketChannelEndPoint socket
                ? new SocketOutlet(socket, sendBuffer)
                : new EndPointOutlet(endPoint, sendBuffer);
    }
}
