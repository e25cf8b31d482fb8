-- query.lua: wrk asks by key, a subject after the other.
--   wrk … -s bench/query.lua URL -- TOKEN POST NUMBERS     (NUMBERS: a file of KIND:NUMBER lines)
-- The requests are made before the clock starts.
local requests, at = {}, 0

function init(args)
    local headers = {
        ["Content-Type"] = "application/json",
        ["Authorization"] = "Bearer " .. args[1],
        ["X-Post"] = args[2],
    }
    for line in io.lines(args[3]) do
        local kind, number = line:match("^(%S+):(%S+)$")
        local body = string.format(
            '{"subject":{"kind":"%s","number":"%s"},"purpose":"行政审批","basis":{"kind":"duty"}}', kind, number)
        requests[#requests + 1] = wrk.format("POST", "/api/v1/queries", headers, body)
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end
