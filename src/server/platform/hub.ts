/** Live pages of this process: topic → those who listen. One hub a process, shared by pages and main.ts. */
export interface Hub {
  subscribe(topic: string, listener: (data: string) => void): () => void;
  publish(topic: string, data: unknown): void;
  count(topic?: string): number;
}

/** `onListener` is told of each new listener. */
export function createHub(onListener: () => void = () => undefined): Hub {
  const topics = new Map<string, Set<(data: string) => void>>();
  return {
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      onListener();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) topics.delete(topic);
      };
    },
    publish(topic, data) {
      const text = JSON.stringify(data);
      for (const listener of topics.get(topic) ?? []) listener(text);
    },
    count: (topic) =>
      topic ? (topics.get(topic)?.size ?? 0) : [...topics.values()].reduce((sum, listeners) => sum + listeners.size, 0),
  };
}
