package io.framelog.viewer.websocket;

/** Hears nothing. */
class SilentListener implements FrameReader.Listener {
    @Override
    public void frame() {}

    @Override
    public void text(String message) {}

    @Override
    public void ping(byte[] data) {}

    @Override
    public void close(Closing closing) {}
}
